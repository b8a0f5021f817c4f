package dev.oxbow.core.event;

/**
 * What stands in the journal: an {@link Event} or a {@link dev.oxbow.core.command.Command}, and nothing else. Both are folded into
 * the state.
 */
public interface Entry {
}
