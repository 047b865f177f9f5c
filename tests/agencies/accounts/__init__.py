"""How one gets in, stays in, and is put out."""
