package dev.oxbow.sim;

import dev.oxbow.core.command.CommandHandler;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.DhtCommand;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.ReachCommand;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.command.TrackerCommand;
import dev.oxbow.core.command.WebSeedCommand;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.PieceLayout;

/** Carries out one node's commands. */
final class SimEdges implements CommandHandler {
    private final SimNode node;
    private final SimNetwork network;
    private final SimDisk disk;
    private final SimTracker tracker;
    private final SimDatagrams datagrams;
    private final SimSurroundings surroundings;
    private final SimWebSeeds webSeeds;
    private final SimMetadata metadata;

    SimEdges(SimNode node, SimNetwork network, SimDisk disk, SimTracker tracker, SimDatagrams datagrams,
            SimSurroundings surroundings, SimWebSeeds webSeeds, SimMetadata metadata) {
        this.metadata = metadata;
        this.node = node;
        this.network = network;
        this.disk = disk;
        this.tracker = tracker;
        this.datagrams = datagrams;
        this.surroundings = surroundings;
        this.webSeeds = webSeeds;
    }

    @Override
    public void onCompleteRequest(SessionCommand.CompleteRequest command) {
        node.record().synced(); // before it is told
        node.checks().answered(command.requestId());
    }

    @Override
    public void onSyncJournal(SessionCommand.SyncJournal command) {
        node.syncJournal(command);
    }

    @Override
    public void onStopSession(SessionCommand.StopSession command) {
        // The node ends once its turn is over.
    }

    @Override
    public void onChangePhase(SessionCommand.ChangePhase command) {
        // Recorded only.
    }

    @Override
    public void onDistrustPieces(SessionCommand.DistrustPieces command) {
        // Recorded only.
    }

    @Override
    public void onForgetTorrent(SessionCommand.ForgetTorrent command) {
        // Recorded only.
    }

    @Override
    public void onListen(ConnectionCommand.Listen command) {
        node.listen(command);
    }

    @Override
    public void onConnect(ConnectionCommand.Connect command) {
        network.connect(node, command);
    }

    @Override
    public void onSendHandshake(ConnectionCommand.SendHandshake command) {
        network.sendHandshake(node, command);
    }

    @Override
    public void onLimitConnection(ConnectionCommand.LimitConnection command) {
        network.limit(node, command.connectionId());
    }

    @Override
    public void onCloseConnection(ConnectionCommand.CloseConnection command) {
        network.close(node, command.connectionId());
    }

    @Override
    public void onSendKeepAlive(PeerCommand.SendKeepAlive command) {
        network.send(node, command.connectionId(), PeerEvent.KeepAliveReceived::new);
    }

    @Override
    public void onChoke(PeerCommand.Choke command) {
        network.send(node, command.connectionId(), PeerEvent.ChokeReceived::new);
    }

    @Override
    public void onUnchoke(PeerCommand.Unchoke command) {
        network.send(node, command.connectionId(), PeerEvent.UnchokeReceived::new);
    }

    @Override
    public void onSendInterested(PeerCommand.SendInterested command) {
        network.send(node, command.connectionId(), PeerEvent.InterestedReceived::new);
    }

    @Override
    public void onSendNotInterested(PeerCommand.SendNotInterested command) {
        network.send(node, command.connectionId(), PeerEvent.NotInterestedReceived::new);
    }

    @Override
    public void onSendHave(PeerCommand.SendHave command) {
        network.sendHave(node, command.pieceIndex());
    }

    @Override
    public void onSendBitfield(PeerCommand.SendBitfield command) {
        network.send(node, command.connectionId(), id -> new PeerEvent.BitfieldReceived(id, command.bits()));
    }

    @Override
    public void onSendExtendedHandshake(PeerCommand.SendExtendedHandshake command) {
        network.send(node, command.connectionId(), id ->
                new PeerEvent.ExtendedHandshakeReceived(id, command.client(), command.requestQueueMax(), command.listenPort(),
                        command.metadataLengthBytes(), command.uploadOnly(), command.peerExchange()));
    }

    @Override
    public void onRequestBlocks(PeerCommand.RequestBlocks command) {
        PieceLayout pieces = node.checks().pieces();
        for (int block = command.firstBlock(); block < command.firstBlock() + command.blockCount(); block++) {
            int offset = PieceLayout.blockOffsetBytes(block);
            int length = pieces.blockLengthBytes(command.pieceIndex(), block);
            network.send(node, command.connectionId(), id -> new PeerEvent.RequestReceived(id, command.pieceIndex(), offset, length));
        }
    }

    @Override
    public void onCancelBlocks(PeerCommand.CancelBlocks command) {
        PieceLayout pieces = node.checks().pieces();
        for (int block = command.firstBlock(); block < command.firstBlock() + command.blockCount(); block++) {
            int offset = PieceLayout.blockOffsetBytes(block);
            int length = pieces.blockLengthBytes(command.pieceIndex(), block);
            network.send(node, command.connectionId(), id -> new PeerEvent.CancelReceived(id, command.pieceIndex(), offset, length));
        }
    }

    @Override
    public void onSendBlock(PeerCommand.SendBlock command) {
        disk.sendBlock(command);
    }

    @Override
    public void onSendBlocks(PeerCommand.SendBlocks command) {
        command.each().forEach(disk::sendBlock);
    }

    @Override
    public void onOpenFiles(StorageCommand.OpenFiles command) {
        disk.onOpenFiles(command);
    }

    @Override
    public void onWriteBlock(StorageCommand.WriteBlock command) {
        disk.onWriteBlock(command);
    }

    @Override
    public void onWriteBlocks(StorageCommand.WriteBlocks command) {
        disk.onWriteBlocks(command);
    }

    @Override
    public void onDiscardBlock(StorageCommand.DiscardBlock command) {
        disk.onDiscardBlock(command);
    }

    @Override
    public void onVerifyPiece(StorageCommand.VerifyPiece command) {
        disk.onVerifyPiece(command);
    }

    @Override
    public void onSyncFiles(StorageCommand.SyncFiles command) {
        disk.onSyncFiles(command);
    }

    @Override
    public void onCloseFiles(StorageCommand.CloseFiles command) {
        disk.onCloseFiles(command);
    }

    @Override
    public void onRemoveFiles(StorageCommand.RemoveFiles command) {
        disk.onRemoveFiles(command);
    }

    @Override
    public void onProbeSpace(StorageCommand.ProbeSpace command) {
        disk.onProbeSpace(command);
    }

    @Override
    public void onAnnounce(TrackerCommand.Announce command) {
        tracker.announce(node, command);
    }

    @Override
    public void onSendHaveAll(PeerCommand.SendHaveAll command) {
        network.send(node, command.connectionId(), PeerEvent.HaveAllReceived::new);
    }

    @Override
    public void onSendHaveNone(PeerCommand.SendHaveNone command) {
        network.send(node, command.connectionId(), PeerEvent.HaveNoneReceived::new);
    }

    @Override
    public void onRejectRequest(PeerCommand.RejectRequest command) {
        network.send(node, command.connectionId(), id ->
                new PeerEvent.RejectReceived(id, command.pieceIndex(), command.offsetBytes(), command.lengthBytes()));
    }

    @Override
    public void onSendAllowedFast(PeerCommand.SendAllowedFast command) {
        network.send(node, command.connectionId(), id -> new PeerEvent.AllowedFastReceived(id, command.pieceIndex()));
    }

    @Override
    public void onSendDontHave(PeerCommand.SendDontHave command) {
        network.sendDontHave(node, command.pieceIndex());
    }

    @Override
    public void onBanPeer(ConnectionCommand.BanPeer command) {
        // Recorded only.
    }

    @Override
    public void onUnbanPeer(ConnectionCommand.UnbanPeer command) {
        // Recorded only.
    }

    @Override
    public void onSelectFiles(StorageCommand.SelectFiles command) {
        disk.onSelectFiles(command);
    }

    @Override
    public void onMoveFiles(StorageCommand.MoveFiles command) {
        disk.onMoveFiles(command);
    }

    @Override
    public void onSendDhtPort(PeerCommand.SendDhtPort command) {
        network.send(node, command.connectionId(), id -> new PeerEvent.DhtPortReceived(id, command.port()));
    }

    @Override
    public void onOpenDhtSocket(DhtCommand.OpenDhtSocket command) {
        datagrams.open(node);
    }

    @Override
    public void onSendDhtQuery(DhtCommand.SendDhtQuery command) {
        datagrams.send(node, command);
    }

    @Override
    public void onSendDhtResponse(DhtCommand.SendDhtResponse command) {
        datagrams.send(node, command);
    }

    @Override
    public void onSendDhtError(DhtCommand.SendDhtError command) {
        datagrams.send(node, command);
    }

    @Override
    public void onResolveHosts(DhtCommand.ResolveHosts command) {
        datagrams.resolve(node, command);
    }

    @Override
    public void onStartLookup(DhtCommand.StartLookup command) {
        // Recorded only.
    }

    @Override
    public void onEndLookup(DhtCommand.EndLookup command) {
        // Recorded only.
    }

    @Override
    public void onChangeNodeId(DhtCommand.ChangeNodeId command) {
        // Recorded only.
    }

    @Override
    public void onMapPort(ReachCommand.MapPort command) {
        surroundings.map(node, command);
    }

    @Override
    public void onUnmapPort(ReachCommand.UnmapPort command) {
        surroundings.unmap(node, command);
    }

    @Override
    public void onAnnounceLocally(ReachCommand.AnnounceLocally command) {
        surroundings.announce(node, command);
    }

    @Override
    public void onFetchWebSeedRange(WebSeedCommand.FetchWebSeedRange command) {
        webSeeds.fetch(node, command);
    }

    @Override
    public void onCancelWebSeedFetch(WebSeedCommand.CancelWebSeedFetch command) {
        webSeeds.cancel(node, command.fetchId());
    }

    @Override
    public void onDistrustWebSeed(WebSeedCommand.DistrustWebSeed command) {
        // Recorded only.
    }

    @Override
    public void onAwaitMetadata(ConnectionCommand.AwaitMetadata command) {
        network.awaitMetadata(node, command.connectionId());
    }

    @Override
    public void onSendMetadataRequest(PeerCommand.SendMetadataRequest command) {
        network.send(node, command.connectionId(), id -> new PeerEvent.MetadataRequestReceived(id, command.pieceIndex()));
    }

    @Override
    public void onSendMetadataPiece(PeerCommand.SendMetadataPiece command) {
        network.send(node, command.connectionId(), id -> metadata.piece(id, command.pieceIndex(), node));
    }

    @Override
    public void onSendMetadataReject(PeerCommand.SendMetadataReject command) {
        network.send(node, command.connectionId(), id -> new PeerEvent.MetadataRejectReceived(id, command.pieceIndex()));
    }

    @Override
    public void onSendPex(PeerCommand.SendPex command) {
        network.send(node, command.connectionId(), id ->
                new PeerEvent.PexReceived(id, command.added(), command.addedFlags(), command.dropped()));
    }

    @Override
    public void onAssembleMetadata(StorageCommand.AssembleMetadata command) {
        metadata.assemble(node, command);
    }

    @Override
    public void onStartSuperSeeding(SessionCommand.StartSuperSeeding command) {
        // Recorded only.
    }

    @Override
    public void onEndSuperSeeding(SessionCommand.EndSuperSeeding command) {
        // Recorded only.
    }

    @Override
    public void onRevealPiece(PeerCommand.RevealPiece command) {
        network.send(node, command.connectionId(), id -> new PeerEvent.HaveReceived(id, command.pieceIndex()));
    }

    @Override
    public void onRevealPieces(PeerCommand.RevealPieces command) {
        Bitfield pieces = Bitfield.fromWire(command.pieces(), node.checks().pieces().pieceCount());
        for (int next = pieces.nextPresent(0); next != Bitfield.NONE; next = pieces.nextPresent(next + 1)) {
            int piece = next;
            network.send(node, command.connectionId(), id -> new PeerEvent.HaveReceived(id, piece));
        }
    }
}
