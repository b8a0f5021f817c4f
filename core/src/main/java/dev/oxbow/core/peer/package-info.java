/** What is known of one connected peer. */
package dev.oxbow.core.peer;
