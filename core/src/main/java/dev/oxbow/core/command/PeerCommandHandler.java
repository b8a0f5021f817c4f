package dev.oxbow.core.command;

/** One method for each record of {@link PeerCommand}. */
public interface PeerCommandHandler {
    void onSendKeepAlive(PeerCommand.SendKeepAlive command);

    void onChoke(PeerCommand.Choke command);

    void onUnchoke(PeerCommand.Unchoke command);

    void onSendInterested(PeerCommand.SendInterested command);

    void onSendNotInterested(PeerCommand.SendNotInterested command);

    void onSendHave(PeerCommand.SendHave command);

    void onSendBitfield(PeerCommand.SendBitfield command);

    void onSendExtendedHandshake(PeerCommand.SendExtendedHandshake command);

    void onRequestBlocks(PeerCommand.RequestBlocks command);

    void onCancelBlocks(PeerCommand.CancelBlocks command);

    void onSendBlock(PeerCommand.SendBlock command);

    void onSendBlocks(PeerCommand.SendBlocks command);

    void onSendHaveAll(PeerCommand.SendHaveAll command);

    void onSendHaveNone(PeerCommand.SendHaveNone command);

    void onRejectRequest(PeerCommand.RejectRequest command);

    void onSendAllowedFast(PeerCommand.SendAllowedFast command);

    void onSendDontHave(PeerCommand.SendDontHave command);

    void onSendDhtPort(PeerCommand.SendDhtPort command);

    void onSendMetadataRequest(PeerCommand.SendMetadataRequest command);

    void onSendMetadataPiece(PeerCommand.SendMetadataPiece command);

    void onSendMetadataReject(PeerCommand.SendMetadataReject command);

    void onSendPex(PeerCommand.SendPex command);

    void onRevealPiece(PeerCommand.RevealPiece command);

    void onRevealPieces(PeerCommand.RevealPieces command);
}
