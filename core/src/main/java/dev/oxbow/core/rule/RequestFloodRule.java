package dev.oxbow.core.rule;

import dev.oxbow.core.peer.UploadQueue;

/** Rule 27: more requests open than the other queues. */
final class RequestFloodRule {
    RequestFloodRule(Watch watch) {
        watch.on(Kind.REQUEST, message -> {
            Speaker other = message.by().other();
            int unsaid = other.isUs() ? UploadQueue.QUEUED_MAX : Speaker.REQUESTS_UNSAID;
            int most = other.requestsMax() > 0 ? other.requestsMax() : unsaid;
            int open = message.by().asked().openCount();
            if (open >= most && !message.by().asked().isOpen(message.key())) {
                watch.charge(Code.REQ_FLOOD, message.by(), open + 1 + " requests open, where " + most + " are queued", message.sequence());
            }
        });
    }
}
