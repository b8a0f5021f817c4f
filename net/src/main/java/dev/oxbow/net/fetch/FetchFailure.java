package dev.oxbow.net.fetch;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.vertx.core.VertxException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;

/**
 * Puts what libraries throw into sentences for people. Their messages are neither shown
 * nor looked at: they quote the server, and the system's are in the language of the user.
 */
public final class FetchFailure {
    private FetchFailure() {
    }

    /** Why no connection came about. */
    public static FetchFailedException connecting(Throwable error, HttpUrl url) {
        return error instanceof FetchFailedException known ? known : new FetchFailedException(connectingSentence(error, url));
    }

    /** Why the answer did not come, or not whole. */
    public static FetchFailedException answering(Throwable error, HttpUrl url) {
        return new FetchFailedException(isNotHttp(error) ? "the answer of " + url.authority() + " is not HTTP"
                : url.authority() + " closed the connection before its answer was complete");
    }

    /** Whether what came could not be read as HTTP; otherwise the connection closed. */
    public static boolean isNotHttp(Throwable error) {
        boolean closed = error instanceof IOException || error instanceof VertxException;
        return error instanceof DecoderException || error instanceof RuntimeException && !closed;
    }

    static FetchFailedException tooLarge(int bytesMax) {
        String limit = bytesMax < 1 << 20 ? bytesMax / 1024 + " KiB" : bytesMax / (1 << 20) + " MiB";
        return new FetchFailedException("the answer is larger than " + limit);
    }

    private static String connectingSentence(Throwable error, HttpUrl url) {
        if (error instanceof UnknownHostException) {
            return "could not find the host " + url.host();
        }
        if (error instanceof ConnectTimeoutException) {
            return url.authority() + " cannot be reached: no answer in time";
        }
        if (error instanceof ConnectException) {
            return url.authority() + " refused the connection";
        }
        if (error instanceof NoRouteToHostException) {
            return url.authority() + " cannot be reached: there is no route to it";
        }
        if (has(error, BindException.class)) {
            return url.authority() + " cannot be reached: this machine has no such address to connect from";
        }
        if (has(error, SSLException.class) || has(error, CertificateException.class)) {
            return tls(error, url);
        }
        return url.authority() + " cannot be reached";
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
