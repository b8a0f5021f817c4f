package dev.oxbow.core.session;

import dev.oxbow.core.command.Command;

/**
 * Takes what the policy decides, one command at a time. The live host appends the command, applies it to the state and hands it to
 * the edge before it returns, so that the next decision of the same turn sees it; a verifier compares it with the recorded one.
 */
public interface CommandSink {
    void emit(Command command);
}
