package dev.oxbow.replay;

import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.StateHash;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * A whole state as bytes: what folding to that point would give, kept so that it need not be done again. Read back only by the very code
 * that wrote it, which {@link CodeVersion} tells, and only believed when the state read has the hash of the state written.
 *
 * <pre>
 *  code version (8) | state hash (8) | sequence of the last event (8) | deflated: {@link GraphWriter}
 * </pre>
 */
record StateImage(SessionState state, long lastEvent) {
    private static final int BUFFER_BYTES = 1 << 16;
    /** Deflate packs no better than 1032 to 1. */
    private static final int DEFLATED_MOST = 1032;

    byte[] toBytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream head = new DataOutputStream(bytes);
        head.writeLong(CodeVersion.ofFold());
        head.writeLong(StateHash.of(state));
        head.writeLong(lastEvent);
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(new DeflaterOutputStream(bytes, deflater, BUFFER_BYTES), BUFFER_BYTES))) {
            new GraphWriter(out).write(state);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    /** Nothing when it is of other code, or not whole. */
    static Optional<StateImage> of(byte[] bytes) {
        try (DataInputStream head = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (head.readLong() != CodeVersion.ofFold()) {
                return Optional.empty();
            }
            long hash = head.readLong();
            long lastEvent = head.readLong();
            DataInputStream in = new DataInputStream(new BufferedInputStream(new InflaterInputStream(head), BUFFER_BYTES));
            SessionState state = (SessionState) new GraphReader(in, (long) bytes.length * DEFLATED_MOST).whole();
            return StateHash.of(state) == hash ? Optional.of(new StateImage(state, lastEvent)) : Optional.empty();
        } catch (IOException | ReflectiveOperationException | RuntimeException e) {
            return Optional.empty(); // whatever is wrong with it, folding gives the same
        }
    }
}
