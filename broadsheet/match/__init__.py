"""Match: which coverage by other outlets belongs under which article."""
