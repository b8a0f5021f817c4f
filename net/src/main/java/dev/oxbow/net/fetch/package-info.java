/**
 * GET over HTTP and HTTPS from servers nobody vouches for: bounded in time, size and redirects, and every failure a sentence for
 * people. {@link dev.oxbow.net.fetch.HttpFetch} is the client, {@link dev.oxbow.net.fetch.MetainfoFetch} gets torrent files with it.
 */
package dev.oxbow.net.fetch;
