package dev.oxbow.client;

import dev.oxbow.core.command.Command;
import dev.oxbow.core.command.RequestOutcome;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.session.SessionPolicy;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.journal.SessionLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What can be changed of a session that no process runs: nothing is opened, dialled or listened on for it. */
public final class StoppedSession {
    private StoppedSession() {
    }

    /**
     * Undoes the bans of an endpoint, or with port 0 of everybody at its address.
     *
     * @throws OxbowException when there is no such ban, or a process holds the session
     */
    public static void unban(Path stateDirectory, Endpoint endpoint) throws OxbowException {
        request(stateDirectory, new UserEvent.UnbanRequested(1, endpoint));
    }

    private static void request(Path stateDirectory, UserEvent wish) throws OxbowException {
        try (SessionLock lock = SessionLock.acquire(stateDirectory)) {
            OpenedJournal opened = OpenedJournal.open(stateDirectory);
            List<Command> commands = new ArrayList<>();
            SessionPolicy policy = new SessionPolicy(opened.state(), command -> {
                commands.add(command);
                record(opened, command);
            });
            opened.record(wish);
            policy.decide(wish);
            opened.journal().sync();
            opened.journal().close();
            for (Command command : commands) {
                if (command instanceof SessionCommand.CompleteRequest answer && answer.outcome() == RequestOutcome.REFUSED) {
                    throw new OxbowException(OxbowException.Kind.REFUSED, answer.message());
                }
            }
        } catch (SessionLock.SessionHeldException e) {
            throw new OxbowException(OxbowException.Kind.HELD, e.getMessage() + "; stop it first", e);
        } catch (IOException | UncheckedIOException e) {
            throw new OxbowException(OxbowException.Kind.STATE, "the state directory " + stateDirectory + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static void record(OpenedJournal opened, Command command) {
        try {
            opened.record(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
