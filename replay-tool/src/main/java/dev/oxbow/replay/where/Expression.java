package dev.oxbow.replay.where;

/** A part of a condition. Its value is a Long, a Boolean, a String, or {@link Fields#ABSENT}. */
interface Expression {
    Object value(Fields fields);

    default boolean isTrue(Fields fields) {
        return value(fields) == Boolean.TRUE;
    }
}
