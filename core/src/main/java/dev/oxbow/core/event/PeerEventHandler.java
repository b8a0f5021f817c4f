package dev.oxbow.core.event;

/** One method for each record of {@link PeerEvent}. */
public interface PeerEventHandler {
    void onKeepAliveReceived(PeerEvent.KeepAliveReceived event);

    void onChokeReceived(PeerEvent.ChokeReceived event);

    void onUnchokeReceived(PeerEvent.UnchokeReceived event);

    void onInterestedReceived(PeerEvent.InterestedReceived event);

    void onNotInterestedReceived(PeerEvent.NotInterestedReceived event);

    void onHaveReceived(PeerEvent.HaveReceived event);

    void onBitfieldReceived(PeerEvent.BitfieldReceived event);

    void onRequestReceived(PeerEvent.RequestReceived event);

    void onRequestsReceived(PeerEvent.RequestsReceived event);

    void onCancelReceived(PeerEvent.CancelReceived event);

    void onBlockReceived(PeerEvent.BlockReceived event);

    void onBlocksReceived(PeerEvent.BlocksReceived event);

    void onDhtPortReceived(PeerEvent.DhtPortReceived event);

    void onExtendedHandshakeReceived(PeerEvent.ExtendedHandshakeReceived event);

    void onBlockSent(PeerEvent.BlockSent event);

    void onBlocksSent(PeerEvent.BlocksSent event);

    void onHaveAllReceived(PeerEvent.HaveAllReceived event);

    void onHaveNoneReceived(PeerEvent.HaveNoneReceived event);

    void onSuggestReceived(PeerEvent.SuggestReceived event);

    void onRejectReceived(PeerEvent.RejectReceived event);

    void onAllowedFastReceived(PeerEvent.AllowedFastReceived event);

    void onDontHaveReceived(PeerEvent.DontHaveReceived event);

    void onMetadataRequestReceived(PeerEvent.MetadataRequestReceived event);

    void onMetadataPieceReceived(PeerEvent.MetadataPieceReceived event);

    void onMetadataRejectReceived(PeerEvent.MetadataRejectReceived event);

    void onPexReceived(PeerEvent.PexReceived event);
}
