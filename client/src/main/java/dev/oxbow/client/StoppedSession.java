package dev.oxbow.client;

import dev.oxbow.core.command.Command;
import dev.oxbow.core.command.RequestOutcome;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.session.SessionPolicy;
import dev.oxbow.core.metainfo.NamingRules;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
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

    /**
     * Moves a torrent's files to another directory, on this volume or another; goes on with a move that was interrupted. Returns when all lie
     * there. When this process is killed meanwhile nothing is lost: the next session, or the next move to the same directory, goes on.
     *
     * @param naming the rules by which the session names files
     * @throws OxbowException when it cannot be done, and why; or a process holds the session
     */
    public static void move(Path stateDirectory, InfoHash infoHash, Path directory, NamingRules naming) throws OxbowException {
        try (SessionLock lock = SessionLock.acquire(stateDirectory); StoppedMove move = new StoppedMove(stateDirectory, naming)) {
            move.run(infoHash, directory.toAbsolutePath().normalize().toString());
        } catch (SessionLock.SessionHeldException e) {
            throw new OxbowException(OxbowException.Kind.HELD, e.getMessage() + "; stop it first", e);
        } catch (IOException | UncheckedIOException e) {
            throw OxbowException.ofState(stateDirectory, e);
        }
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
            throw OxbowException.ofState(stateDirectory, e);
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
