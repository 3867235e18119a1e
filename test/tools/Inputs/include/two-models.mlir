leat.model @a {}
leat.model @b {}
