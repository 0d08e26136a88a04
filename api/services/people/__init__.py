"""The people of the roster, what is held about them, and the institutions that lend them."""
