package dev.oxbow.net.fetch;

import dev.oxbow.core.metainfo.MetainfoParser;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Gets torrent files from the web: at most 32 MiB, at most 30 s of silence, at most 5 redirects. */
public final class MetainfoFetch {
    private static final FetchLimits LIMITS =
            new FetchLimits(TimeUnit.MINUTES.toMillis(15), TimeUnit.SECONDS.toMillis(30), MetainfoParser.FILE_MAX_BYTES);

    private MetainfoFetch() {
    }

    /** @return the file's bytes, unchecked; or fails with a {@link FetchFailedException} that says why not */
    public static CompletableFuture<byte[]> fetch(HttpFetch http, String url) {
        return fetch(http, url, LIMITS);
    }

    static CompletableFuture<byte[]> fetch(HttpFetch http, String url, FetchLimits limits) {
        CompletableFuture<byte[]> file = new CompletableFuture<>();
        http.exchange(url, limits).onComplete(result -> {
            if (result.failed()) {
                file.completeExceptionally(result.cause());
            } else if (result.result().status() != Fetched.OK) {
                file.completeExceptionally(new FetchFailedException("the server answered HTTP " + result.result().status()));
            } else {
                file.complete(result.result().body());
            }
        });
        return file;
    }
}
