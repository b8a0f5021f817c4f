package dev.oxbow.journal.codec;

import dev.oxbow.core.command.RequestOutcome;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.SessionCommandHandler;
import dev.oxbow.core.command.StopReason;
import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.VerifyReason;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.journal.sbe.ChangePhaseDecoder;
import dev.oxbow.journal.sbe.ChangePhaseEncoder;
import dev.oxbow.journal.sbe.CompleteRequestDecoder;
import dev.oxbow.journal.sbe.CompleteRequestEncoder;
import dev.oxbow.journal.sbe.DistrustPiecesDecoder;
import dev.oxbow.journal.sbe.DistrustPiecesEncoder;
import dev.oxbow.journal.sbe.EndSuperSeedingDecoder;
import dev.oxbow.journal.sbe.EndSuperSeedingEncoder;
import dev.oxbow.journal.sbe.ForgetTorrentDecoder;
import dev.oxbow.journal.sbe.ForgetTorrentEncoder;
import dev.oxbow.journal.sbe.StartSuperSeedingDecoder;
import dev.oxbow.journal.sbe.StartSuperSeedingEncoder;
import dev.oxbow.journal.sbe.StopSessionDecoder;
import dev.oxbow.journal.sbe.StopSessionEncoder;
import dev.oxbow.journal.sbe.SyncJournalDecoder;
import dev.oxbow.journal.sbe.SyncJournalEncoder;
import java.util.Optional;
import org.agrona.DirectBuffer;

/** The bytes of {@link SessionCommand} records, as oxbow-journal.xml describes them. */
final class SessionCommandCodec implements SessionCommandHandler {
    private final EntryTarget target;

    SessionCommandCodec(EntryTarget target) {
        this.target = target;
    }

    /** @return the record, or nothing when the template is of another family */
    static Optional<Entry> decode(int templateId, DirectBuffer buffer, int at, int blockLength, int schema) {
        SessionCommand record = switch (templateId) {
            case CompleteRequestDecoder.TEMPLATE_ID -> completeRequest(buffer, at, blockLength, schema);
            case SyncJournalDecoder.TEMPLATE_ID -> syncJournal(buffer, at, blockLength, schema);
            case StopSessionDecoder.TEMPLATE_ID -> stopSession(buffer, at, blockLength, schema);
            case ChangePhaseDecoder.TEMPLATE_ID -> changePhase(buffer, at, blockLength, schema);
            case DistrustPiecesDecoder.TEMPLATE_ID -> distrustPieces(buffer, at, blockLength, schema);
            case ForgetTorrentDecoder.TEMPLATE_ID -> forgetTorrent(buffer, at, blockLength, schema);
            case StartSuperSeedingDecoder.TEMPLATE_ID -> startSuperSeeding(buffer, at, blockLength, schema);
            case EndSuperSeedingDecoder.TEMPLATE_ID -> endSuperSeeding(buffer, at, blockLength, schema);
            default -> null;
        };
        return Optional.ofNullable(record);
    }

    @Override
    public void onCompleteRequest(SessionCommand.CompleteRequest command) {
        CompleteRequestEncoder out = new CompleteRequestEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.requestId(command.requestId()).outcome((short) command.outcome().ordinal());
        out.message(command.message());
        target.end(out.encodedLength());
    }

    @Override
    public void onSyncJournal(SessionCommand.SyncJournal command) {
        SyncJournalEncoder out = new SyncJournalEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.operationId(command.operationId());
        target.end(out.encodedLength());
    }

    @Override
    public void onStopSession(SessionCommand.StopSession command) {
        StopSessionEncoder out = new StopSessionEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.reason((short) command.reason().ordinal());
        target.end(out.encodedLength());
    }

    @Override
    public void onChangePhase(SessionCommand.ChangePhase command) {
        ChangePhaseEncoder out = new ChangePhaseEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(command.torrentId()).phase((short) command.phase().ordinal());
        out.why(command.why());
        target.end(out.encodedLength());
    }

    @Override
    public void onDistrustPieces(SessionCommand.DistrustPieces command) {
        DistrustPiecesEncoder out = new DistrustPiecesEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(command.torrentId()).reason((short) command.reason().ordinal());
        byte[] pieces = command.pieces().toArray();
        out.putPieces(pieces, 0, pieces.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onForgetTorrent(SessionCommand.ForgetTorrent command) {
        ForgetTorrentEncoder out = new ForgetTorrentEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(command.torrentId());
        target.end(out.encodedLength());
    }

    @Override
    public void onStartSuperSeeding(SessionCommand.StartSuperSeeding command) {
        StartSuperSeedingEncoder out = new StartSuperSeedingEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(command.torrentId());
        target.end(out.encodedLength());
    }

    @Override
    public void onEndSuperSeeding(SessionCommand.EndSuperSeeding command) {
        EndSuperSeedingEncoder out = new EndSuperSeedingEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(command.torrentId());
        out.why(command.why());
        target.end(out.encodedLength());
    }

    private static SessionCommand completeRequest(DirectBuffer buffer, int at, int blockLength, int schema) {
        CompleteRequestDecoder in = new CompleteRequestDecoder().wrap(buffer, at, blockLength, schema);
        byte[] messageBytes = Blobs.room(in.messageLength(), in.buffer(), in.limit());
        in.getMessage(messageBytes, 0, messageBytes.length);
        String message = Blobs.text(messageBytes);
        return new SessionCommand.CompleteRequest(in.requestId(), Blobs.constant(RequestOutcome.values(), in.outcome()), message);
    }

    private static SessionCommand syncJournal(DirectBuffer buffer, int at, int blockLength, int schema) {
        SyncJournalDecoder in = new SyncJournalDecoder().wrap(buffer, at, blockLength, schema);
        return new SessionCommand.SyncJournal(in.operationId());
    }

    private static SessionCommand stopSession(DirectBuffer buffer, int at, int blockLength, int schema) {
        StopSessionDecoder in = new StopSessionDecoder().wrap(buffer, at, blockLength, schema);
        return new SessionCommand.StopSession(Blobs.constant(StopReason.values(), in.reason()));
    }

    private static SessionCommand changePhase(DirectBuffer buffer, int at, int blockLength, int schema) {
        ChangePhaseDecoder in = new ChangePhaseDecoder().wrap(buffer, at, blockLength, schema);
        byte[] whyBytes = Blobs.room(in.whyLength(), in.buffer(), in.limit());
        in.getWhy(whyBytes, 0, whyBytes.length);
        String why = Blobs.text(whyBytes);
        return new SessionCommand.ChangePhase(in.torrentId(), Blobs.constant(TorrentPhase.values(), in.phase()), why);
    }

    private static SessionCommand distrustPieces(DirectBuffer buffer, int at, int blockLength, int schema) {
        DistrustPiecesDecoder in = new DistrustPiecesDecoder().wrap(buffer, at, blockLength, schema);
        byte[] piecesBytes = Blobs.room(in.piecesLength(), in.buffer(), in.limit());
        in.getPieces(piecesBytes, 0, piecesBytes.length);
        return new SessionCommand.DistrustPieces(in.torrentId(), ByteString.wrap(piecesBytes),
                Blobs.constant(VerifyReason.values(), in.reason()));
    }

    private static SessionCommand forgetTorrent(DirectBuffer buffer, int at, int blockLength, int schema) {
        ForgetTorrentDecoder in = new ForgetTorrentDecoder().wrap(buffer, at, blockLength, schema);
        return new SessionCommand.ForgetTorrent(in.torrentId());
    }

    private static SessionCommand startSuperSeeding(DirectBuffer buffer, int at, int blockLength, int schema) {
        StartSuperSeedingDecoder in = new StartSuperSeedingDecoder().wrap(buffer, at, blockLength, schema);
        return new SessionCommand.StartSuperSeeding(in.torrentId());
    }

    private static SessionCommand endSuperSeeding(DirectBuffer buffer, int at, int blockLength, int schema) {
        EndSuperSeedingDecoder in = new EndSuperSeedingDecoder().wrap(buffer, at, blockLength, schema);
        byte[] whyBytes = Blobs.room(in.whyLength(), in.buffer(), in.limit());
        in.getWhy(whyBytes, 0, whyBytes.length);
        return new SessionCommand.EndSuperSeeding(in.torrentId(), Blobs.text(whyBytes));
    }
}
