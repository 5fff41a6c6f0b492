"""What people take from a graph: query results, exports, pages."""
