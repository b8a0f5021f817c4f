package dev.oxbow.net.tracker;

import dev.oxbow.core.command.TrackerCommand;
import dev.oxbow.core.command.TrackerCommandHandler;
import dev.oxbow.core.port.Inbox;
import dev.oxbow.net.Outbox;
import dev.oxbow.net.fetch.HttpFetch;
import io.vertx.core.Vertx;
import java.util.Locale;

/** All trackers, of whatever kind: the scheme of an announce's URL says who carries it out. */
public final class Trackers implements TrackerCommandHandler, AutoCloseable {
    private final HttpTrackers http;
    private final UdpTrackers udp;
    private final Outbox refusals;

    /**
     * @param fetch       for HTTP; closed with this
     * @param bindAddress numeric; UDP is sent from this address only; empty for any
     */
    public Trackers(Vertx vertx, Inbox inbox, HttpFetch fetch, String bindAddress) {
        this.http = new HttpTrackers(vertx, inbox, fetch);
        this.udp = new UdpTrackers(vertx, inbox, bindAddress);
        this.refusals = new Outbox(vertx, inbox);
    }

    /** Returns at once. Any thread. */
    @Override
    public void onAnnounce(TrackerCommand.Announce command) {
        String url = command.url();
        String scheme = url.substring(0, Math.max(0, url.indexOf(':'))).toLowerCase(Locale.ROOT);
        switch (scheme) {
            case "http", "https" -> http.onAnnounce(command);
            case "udp" -> udp.onAnnounce(command);
            default -> refusals.post(AnnounceExchange.unsupported(command, scheme));
        }
    }

    /** Ends what is under way. Nothing is posted from here on. */
    @Override
    public void close() {
        refusals.close();
        http.close();
        udp.close();
    }
}
