"""Learn and measure: the annotated corpus, the gazetteer's tables, and the comparison with annotated facts."""
