/** When to tell which tracker what. */
package dev.oxbow.core.announce;
