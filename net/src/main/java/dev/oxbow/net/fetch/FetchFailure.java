package dev.oxbow.net.fetch;

import dev.oxbow.net.peer.SocketFailure;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.vertx.core.VertxException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;

/** Puts what libraries throw into sentences for people. Nothing of the libraries' own messages is shown: they quote the server. */
final class FetchFailure {
    private FetchFailure() {
    }

    static FetchFailedException explain(Throwable error, HttpUrl url) {
        return new FetchFailedException(sentence(error, url));
    }

    static FetchFailedException tooLarge(int bytesMax) {
        return new FetchFailedException("the answer is larger than " + (bytesMax < 1 << 20 ? bytesMax / 1024 + " KiB" : bytesMax / (1 << 20) + " MiB"));
    }

    private static String sentence(Throwable error, HttpUrl url) {
        if (error instanceof UnknownHostException) {
            return "could not find the host " + url.host();
        }
        if (error instanceof ConnectTimeoutException) {
            return url.authority() + " cannot be reached: no answer in time";
        }
        if (error instanceof ConnectException || error instanceof SocketException) {
            return connection(error, url);
        }
        if (has(error, SSLException.class) || has(error, CertificateException.class)) {
            return tls(error, url);
        }
        if (error instanceof ClosedChannelException || error instanceof VertxException && String.valueOf(error.getMessage()).contains("closed")) {
            return url.authority() + " closed the connection before its answer was complete";
        }
        boolean notHttp = error instanceof DecoderException || error instanceof IllegalArgumentException || error instanceof IllegalStateException;
        return notHttp ? "the answer of " + url.authority() + " is not HTTP" : url.authority() + ": " + SocketFailure.sentence(error);
    }

    private static String connection(Throwable error, HttpUrl url) {
        String clause = SocketFailure.sentence(error);
        return switch (clause) {
            case "connection refused" -> url.authority() + " refused the connection";
            case "connection reset" -> url.authority() + " closed the connection before its answer was complete";
            default -> url.authority() + " cannot be reached: " + clause;
        };
    }

    private static String tls(Throwable error, HttpUrl url) {
        if (has(error, CertificateExpiredException.class) || has(error, CertificateNotYetValidException.class)) {
            return "the certificate of " + url.host() + " is not valid today";
        }
        if (has(error, CertPathBuilderException.class) || has(error, CertPathValidatorException.class)) {
            return "the certificate of " + url.host() + " is not trusted";
        }
        return has(error, CertificateException.class) ? "the certificate of " + url.host() + " is for another host"
                : "no secure connection to " + url.authority() + " could be made";
    }

    private static boolean has(Throwable error, Class<? extends Throwable> type) {
        Throwable cause = error;
        for (int depth = 0; cause != null && depth < 16; depth++) {
            if (type.isInstance(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
