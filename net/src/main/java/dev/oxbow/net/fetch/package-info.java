/** Plain GETs, for trackers and for torrent files on the web. */
package dev.oxbow.net.fetch;
