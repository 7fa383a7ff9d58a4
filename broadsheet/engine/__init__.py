"""Engine: the order in which the stages run, and the hands that run them."""
