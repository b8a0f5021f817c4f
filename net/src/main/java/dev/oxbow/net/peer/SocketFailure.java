package dev.oxbow.net.peer;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Locale;

/** What went wrong with a socket, in a clause for people. */
public final class SocketFailure {
    private SocketFailure() {
    }

    /** Whether another socket has the port. */
    static boolean isAddressTaken(Throwable error) {
        return String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT).contains("address already in use");
    }

    public static String sentence(Throwable error) {
        String message = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("timed out") || message.contains("timeout")) {
            return "no answer in time";
        }
        if (message.contains("refused")) {
            return "connection refused";
        }
        if (message.contains("reset") || message.contains("broken pipe")) {
            return "connection reset";
        }
        if (error instanceof UnknownHostException || message.contains("failed to resolve")) {
            return "host not found";
        }
        if (error instanceof NoRouteToHostException || message.contains("unreachable") || message.contains("no route")) {
            return "host unreachable";
        }
        if (isAddressTaken(error)) {
            return "address already in use";
        }
        if (message.contains("assign requested address")) {
            return "this machine has no such address";
        }
        return error instanceof ConnectException ? "cannot connect" : error instanceof SocketException ? "socket error" : error.getClass().getSimpleName();
    }
}
