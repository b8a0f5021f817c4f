/**
 * The conductor and the API for programs that embed Oxbow: {@link dev.oxbow.client.Oxbow} opens a session,
 * {@link dev.oxbow.client.TorrentHandle} stands for one torrent of it, and views show how things stand.
 */
package dev.oxbow.client;
