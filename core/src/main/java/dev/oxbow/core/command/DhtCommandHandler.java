package dev.oxbow.core.command;

/** One method for each record of {@link DhtCommand}. */
public interface DhtCommandHandler {
    void onOpenDhtSocket(DhtCommand.OpenDhtSocket command);

    void onSendDhtQuery(DhtCommand.SendDhtQuery command);

    void onSendDhtResponse(DhtCommand.SendDhtResponse command);

    void onSendDhtError(DhtCommand.SendDhtError command);

    void onResolveHosts(DhtCommand.ResolveHosts command);

    void onStartLookup(DhtCommand.StartLookup command);

    void onEndLookup(DhtCommand.EndLookup command);

    void onChangeNodeId(DhtCommand.ChangeNodeId command);
}
