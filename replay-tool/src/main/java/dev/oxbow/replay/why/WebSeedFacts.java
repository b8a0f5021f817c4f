package dev.oxbow.replay.why;

import dev.oxbow.core.command.WebSeedCommand;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.WebSeedEvent;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.journal.JournalRecord;
import java.util.HashMap;
import java.util.Map;

/** The newest entries about each web seed. */
final class WebSeedFacts implements Story.Collector {
    /** What a web seed was last asked, and what became of it. */
    static final class Talk {
        Facts.Fact asked = Facts.Fact.NONE;
        Facts.Fact block = Facts.Fact.NONE;
        Facts.Fact failure = Facts.Fact.NONE;
    }

    private record Key(int torrentId, int webSeedIndex) {
    }

    private final Map<Key, Talk> talks = new HashMap<>();

    @Override
    public void take(JournalRecord record, SessionState before) {
        Entry entry = record.entry();
        if (entry instanceof WebSeedCommand.FetchWebSeedRange it) {
            talk(it.torrentId(), it.webSeedIndex()).asked = Facts.fact(record, "");
        } else if (entry instanceof WebSeedCommand.DistrustWebSeed it) {
            talk(it.torrentId(), it.webSeedIndex()).failure = Facts.fact(record, it.detail());
        } else if (entry instanceof WebSeedEvent.WebSeedBlockReceived it) {
            during(before, it.fetchId()).block = Facts.fact(record, "");
        } else if (entry instanceof WebSeedEvent.WebSeedFailed it && !it.fault().isOurs()) {
            during(before, it.fetchId()).failure = Facts.fact(record, it.detail());
        }
    }

    private Talk during(SessionState before, long fetchId) {
        return before.fetches().stream().filter(fetch -> fetch.fetchId() == fetchId).findFirst()
                .map(fetch -> talk(fetch.torrentId(), fetch.webSeed().index())).orElseGet(Talk::new);
    }

    private Talk talk(int torrentId, int webSeedIndex) {
        return talks.computeIfAbsent(new Key(torrentId, webSeedIndex), unseen -> new Talk());
    }

    Talk talk(Torrent torrent, int webSeedIndex) {
        return talk(torrent.torrentId(), webSeedIndex);
    }
}
