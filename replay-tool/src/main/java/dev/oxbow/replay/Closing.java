package dev.oxbow.replay;

import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.command.ConnectionCommand.CloseConnection;

/** Why we closed a connection, as one would say it. */
public final class Closing {
    private Closing() {
    }

    /** Such as {@code we closed it: neither side needs anything of the other}. */
    public static String sentence(CloseConnection command) {
        return "we closed it: " + reason(command.reason()) + (command.detail().isEmpty() ? "" : ", " + command.detail());
    }

    private static String reason(CloseReason reason) {
        return switch (reason) {
            case STOPPING -> "the session ended";
            case TORRENT_STOPPED -> "the torrent was stopped";
            case UNKNOWN_TORRENT -> "it asked for a torrent that we do not share";
            case INFO_HASH_MISMATCH -> "it answered with another torrent";
            case SELF -> "it was ourselves";
            case DUPLICATE -> "this peer was connected already";
            case TOO_MANY_CONNECTIONS -> "all places were taken";
            case HANDSHAKE_TIMEOUT -> "its handshake did not come in time";
            case SILENT -> "it was silent for too long";
            case PROTOCOL_VIOLATION -> "it broke the protocol";
            case UNREQUESTED_BLOCKS -> "it sent what was never asked for";
            case REQUEST_ABUSE -> "it sent requests that cannot be answered";
            case BOTH_COMPLETE -> "neither side needs anything of the other";
            case BAD_DATA -> "it alone sent a piece with the wrong hash";
            case BANNED -> "it is banned";
            case TURNOVER -> "others were waiting, and it was of the least use";
            case NO_INTEREST -> "others were waiting, and for long neither side had wanted anything";
            case OUTRANKED -> "all places were taken, and a newcomer was worth more";
            case NO_EXTENSIONS -> "it cannot send the torrent's metadata";
            case METADATA_ARRIVED -> "the torrent's pieces had become known, and the conversation had to begin anew";
            case PRIVATE_TORRENT -> "the torrent turned out to be private, and nobody named this peer for it";
            case PEX_FLOOD -> "it told us of other peers far too often";
            case ASKED_IN_VAIN -> "it let us ask and sent nothing";
        };
    }
}
