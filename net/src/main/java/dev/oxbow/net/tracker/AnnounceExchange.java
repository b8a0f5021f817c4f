package dev.oxbow.net.tracker;

import dev.oxbow.core.command.TrackerCommand;
import dev.oxbow.core.event.AnnounceEvent;
import dev.oxbow.core.event.TrackerEvent;
import dev.oxbow.core.tracker.AnnounceAnswer;
import dev.oxbow.core.tracker.AnnounceRequest;
import dev.oxbow.core.value.Text;
import dev.oxbow.net.fetch.Fetched;
import java.util.HexFormat;

/** Between the vocabulary of the session and that of trackers: a command becomes a request, an answer becomes an event. */
final class AnnounceExchange {
    private static final int SCHEME_CHARS_MAX = 20;

    private AnnounceExchange() {
    }

    static String url(TrackerCommand.Announce command) {
        return request(command).toUrl(command.url());
    }

    static AnnounceRequest request(TrackerCommand.Announce command) {
        return new AnnounceRequest(
                command.infoHash(), command.peerId(), command.port(), command.uploadedBytes(), command.downloadedBytes(),
                command.leftBytes(), eventName(command.event()), true, true, "", command.peersWanted(),
                HexFormat.of().toHexDigits(command.key()), command.trackerId());
    }

    private static String eventName(AnnounceEvent event) {
        return switch (event) {
            case REGULAR -> AnnounceRequest.REGULAR;
            case STARTED -> AnnounceRequest.STARTED;
            case COMPLETED -> AnnounceRequest.COMPLETED;
            case STOPPED -> AnnounceRequest.STOPPED;
        };
    }

    /** A tracker's own words count whatever the HTTP status: many refuse with status 400 and say why. */
    static TrackerEvent answered(TrackerCommand.Announce command, AnnounceAnswer answer, int httpStatus) {
        boolean refused = answer instanceof AnnounceAnswer.Refused;
        return refused || httpStatus == Fetched.OK ? answered(command, answer)
                : failed(command, "the tracker answered HTTP " + httpStatus);
    }

    static TrackerEvent answered(TrackerCommand.Announce command, AnnounceAnswer answer) {
        if (answer instanceof AnnounceAnswer.Answered it) {
            return new TrackerEvent.AnnounceSucceeded(command.torrentId(), command.trackerIndex(), command.operationId(),
                    it.intervalSeconds(), it.minIntervalSeconds(), it.seedCount(), it.leecherCount(), it.trackerId(), it.warning(),
                    it.peers());
        }
        return answer instanceof AnnounceAnswer.Refused refused ? failed(command, refused.reason(), refused.retryInSeconds())
                : failed(command, ((AnnounceAnswer.Malformed) answer).reason());
    }

    static TrackerEvent failed(TrackerCommand.Announce command, String reason) {
        return failed(command, reason, AnnounceAnswer.UNKNOWN);
    }

    /** A tracker of a kind that is not spoken here; asking again would not help. */
    static TrackerEvent unsupported(TrackerCommand.Announce command, String scheme) {
        String reason = scheme.isEmpty() ? "the tracker's URL is malformed"
                : Text.printable(scheme, SCHEME_CHARS_MAX) + ":// trackers are not supported yet";
        return failed(command, reason, AnnounceAnswer.NEVER);
    }

    static TrackerEvent failed(TrackerCommand.Announce command, String reason, int retryInSeconds) {
        return new TrackerEvent.AnnounceFailed(command.torrentId(), command.trackerIndex(), command.operationId(), reason, retryInSeconds);
    }
}
