/** Talking to trackers. */
package dev.oxbow.net.tracker;
