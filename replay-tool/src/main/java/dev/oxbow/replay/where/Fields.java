package dev.oxbow.replay.where;

/** What an expression is asked of: values by name. */
@FunctionalInterface
public interface Fields {
    /** A Long, a Boolean or a String; {@link #ABSENT} when there is no such value here. */
    Object get(String name);

    /** Stands for no value: no comparison with it holds, but the one with {@code null}. */
    Object ABSENT = new Object() {
        @Override
        public String toString() {
            return "null";
        }
    };
}
