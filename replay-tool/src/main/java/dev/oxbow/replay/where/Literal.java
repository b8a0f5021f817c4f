package dev.oxbow.replay.where;

/** A value that was written out. */
record Literal(Object constant) implements Expression {
    @Override
    public Object value(Fields fields) {
        return constant;
    }
}
