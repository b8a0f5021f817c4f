package dev.oxbow.core.rule;

import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.session.Swarm;
import dev.oxbow.core.value.InfoHash;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Rule 2: a handshake for another torrent. */
final class InfoHashRule {
    private static final int FORGOTTEN_MAX = 1000;

    private final Watch watch;
    /** Torrents that left the session: peers and trackers remember us for them. */
    private final Set<InfoHash> forgotten = new LinkedHashSet<>();

    InfoHashRule(Watch watch) {
        this.watch = watch;
        watch.on(SessionCommand.ForgetTorrent.class, command -> watch.state().swarm(command.torrentId()).ifPresent(this::forget));
        watch.on(ConnectionEvent.HandshakeReceived.class, event -> watch.line(event.connectionId()).ifPresent(line -> judge(line,
                event.infoHash())));
        watch.on(ConnectionCommand.SendHandshake.class, command -> watch.line(command.connectionId()).ifPresent(line -> {
            if (watch.state().swarm(command.torrentId()).filter(torrent -> !torrent.infoHash().equals(command.infoHash())).isPresent()) {
                watch.charge(Code.INFOHASH_MISMATCH, line.us(), "our handshake names torrent " + command.infoHash(), watch.sequence());
            }
        }));
    }

    private void forget(Swarm torrent) {
        forgotten.add(torrent.infoHash());
        if (forgotten.size() > FORGOTTEN_MAX) {
            Iterator<InfoHash> oldest = forgotten.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    private void judge(Line line, InfoHash named) {
        Optional<InfoHash> wanted = watch.state().swarm(line.torrentId()).map(Swarm::infoHash);
        if (line.isDialled()) {
            if (wanted.filter(hash -> !hash.equals(named)).isPresent()) {
                watch.charge(Code.INFOHASH_MISMATCH, line.peer(), "it answers for torrent " + named + ", and was dialled for "
                        + wanted.get(),
                        line.openedSequence(), watch.sequence());
            }
        } else if (watch.state().swarm(named).isEmpty() && !forgotten.contains(named)) {
            watch.charge(Code.INFOHASH_MISMATCH, line.peer(), "it asks for torrent " + named + ", which we never had", watch.sequence());
        }
    }
}
