"""The only part that knows RDF: ontology, IRIs, quads, shapes, files and the store."""
