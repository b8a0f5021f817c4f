/** Which pieces are had, begun and rare, and which blocks to ask for next. */
package dev.oxbow.core.piece;
