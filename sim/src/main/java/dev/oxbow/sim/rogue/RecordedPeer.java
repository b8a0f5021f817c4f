package dev.oxbow.sim.rogue;

import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.wire.Handshake;
import dev.oxbow.core.wire.MessageId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Does what a peer did that was recorded. Pieces are those of the torrent at hand: their numbers are taken modulo. */
public final class RecordedPeer extends Rogue {
    private static final int PIECES_MIN = 12;
    private static final long SECONDS_MIN = 60;
    private static final long SECONDS_MAX = 2_400;

    private final PeerScript script;
    private final Set<Talk> wanted = new HashSet<>();
    private final Set<Talk> unchoked = new HashSet<>();
    private final Map<Talk, Long> answeredNs = new HashMap<>();
    private int asked;
    private final int answerCount;

    public RecordedPeer(PeerScript script) {
        this.script = script;
        this.answerCount = script.answers().stream().mapToInt(PeerScript.Answer::count).sum();
    }

    @Override
    public int aloneSeconds() {
        return script.has().equals("none") || script.has().equals("nothing-said") ? 0 : playSeconds();
    }

    @Override
    public int playSeconds() {
        return (int) Math.max(SECONDS_MIN, Math.min(SECONDS_MAX, script.lastedNs() / SECOND_NS + 1));
    }

    @Override
    public int piecesMin() {
        return PIECES_MIN;
    }

    @Override
    protected boolean isSeed() {
        return true; // what it wants stands in the script
    }

    @Override
    protected long reservedBits() {
        return script.reservedBits();
    }

    @Override
    protected String client() {
        return script.client();
    }

    @Override
    protected PeerId peerId(Talk talk) {
        byte[] id = new byte[PeerId.LENGTH_BYTES];
        Arrays.fill(id, (byte) 'r');
        byte[] prefix = script.idPrefix().getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(prefix, 0, id, 0, prefix.length);
        return new PeerId(ByteString.wrap(id));
    }

    @Override
    protected void greet(Talk talk) {
        sayWhatIsHad(talk);
        if ((script.reservedBits() & Handshake.EXTENSION_PROTOCOL_BIT) != 0) {
            sayExtendedHandshake(talk, 0);
        }
        say(talk, "met");
    }

    @Override
    protected void sayWhatIsHad(Talk talk) {
        boolean fast = (script.reservedBits() & Handshake.FAST_BIT) != 0;
        if (script.has().equals("nothing-said") || !fast && script.has().equals("none")) {
            return;
        }
        if (fast && !script.has().endsWith("%")) {
            talk.say(script.has().equals("all") ? MessageId.HAVE_ALL : MessageId.HAVE_NONE);
            return;
        }
        int share = script.has().equals("all") ? 100 : Integer.parseInt(script.has().substring(0, script.has().length() - 1));
        Bitfield had = new Bitfield(talk.pieces().pieceCount());
        for (int piece = 0; piece < had.size(); piece++) {
            if ((long) piece * share / 100 != (long) (piece + 1) * share / 100) {
                had.add(piece);
            }
        }
        talk.say(encoder -> encoder.bitfield(had.toWire()));
    }

    @Override
    protected void onInterested(Talk talk) {
        if (wanted.add(talk)) {
            say(talk, "interested");
        }
    }

    @Override
    protected void onUnchoke(Talk talk) {
        if (unchoked.add(talk)) {
            say(talk, "unchoked");
        }
    }

    @Override
    protected void onRequest(Talk talk, PeerEvent.RequestReceived request) {
        if (answerCount == 0) {
            return;
        }
        PeerScript.Answer next = answerAt(asked++ % answerCount);
        if (next.kind().equals("ignore")) {
            return;
        }
        long dueNs = Math.max(talk.nowNs(), answeredNs.getOrDefault(talk, 0L)) + next.afterNs();
        answeredNs.put(talk, dueNs);
        byte[] right = talk.block(request.pieceIndex(), blockOf(request));
        byte[] bytes = next.kind().equals("wrong") ? spoilt(right, 1) : right;
        talk.after(dueNs - talk.nowNs(), () -> {
            if (next.kind().equals("reject")) {
                talk.say(encoder -> encoder.reject(request.pieceIndex(), request.offsetBytes(), request.lengthBytes()));
            } else {
                talk.sayBlock(request.pieceIndex(), request.offsetBytes(), bytes);
            }
        });
    }

    private PeerScript.Answer answerAt(int place) {
        int left = place;
        for (PeerScript.Answer answer : script.answers()) {
            if (left < answer.count()) {
                return answer;
            }
            left -= answer.count();
        }
        throw new IllegalStateException("fewer answers than were counted");
    }

    private void say(Talk talk, String anchor) {
        for (PeerScript.Timed line : script.timed()) {
            for (int i = 0; line.anchor().equals(anchor) && i < line.count(); i++) {
                talk.after(line.afterNs() + i * line.everyNs(), () -> say(talk, line.words()));
            }
        }
    }

    private static void say(Talk talk, List<String> words) {
        switch (words.get(0)) {
            case "choke" -> talk.say(MessageId.CHOKE);
            case "unchoke" -> talk.say(MessageId.UNCHOKE);
            case "interested" -> talk.say(MessageId.INTERESTED);
            case "not-interested" -> talk.say(MessageId.NOT_INTERESTED);
            case "keep-alive" -> talk.say(encoder -> encoder.keepAlive());
            case "have" -> talk.say(encoder -> encoder.have(piece(talk, words.get(1))));
            case "allowed-fast" -> talk.say(encoder -> encoder.allowedFast(piece(talk, words.get(1))));
            case "request" -> place(talk, words, (piece, offset, length) -> talk.say(encoder -> encoder.request(piece, offset, length)));
            case "cancel" -> place(talk, words, (piece, offset, length) -> talk.say(encoder -> encoder.cancel(piece, offset, length)));
            case "reject" -> place(talk, words, (piece, offset, length) -> talk.say(encoder -> encoder.reject(piece, offset, length)));
            case "block" -> sayBlock(talk, piece(talk, words.get(1)), number(words.get(2)));
            default -> throw new IllegalArgumentException("a script cannot say " + words.get(0));
        }
    }

    private static void sayBlock(Talk talk, int piece, int block) {
        int there = Math.floorMod(block, talk.pieces().blockCount(piece));
        talk.sayBlock(piece, PieceLayout.blockOffsetBytes(there), talk.block(piece, there));
    }

    private interface Place {
        void use(int pieceIndex, int offsetBytes, int lengthBytes);
    }

    /** A block, which this torrent has too, or an offset and a length as they were. */
    private static void place(Talk talk, List<String> words, Place to) {
        int piece = piece(talk, words.get(1));
        if (words.size() > 3) {
            to.use(piece, number(words.get(2)), number(words.get(3)));
        } else {
            int block = Math.floorMod(number(words.get(2)), talk.pieces().blockCount(piece));
            to.use(piece, PieceLayout.blockOffsetBytes(block), talk.pieces().blockLengthBytes(piece, block));
        }
    }

    private static int piece(Talk talk, String text) {
        return Math.floorMod(number(text), talk.pieces().pieceCount());
    }

    private static int number(String text) {
        return Integer.parseInt(text);
    }
}
