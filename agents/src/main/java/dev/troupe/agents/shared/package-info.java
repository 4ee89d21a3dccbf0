/**
 * What agents of one task let each other know while they work: findings, claims of questions, and
 * what they have read. Journals are the truth; the CRDTs here are the fast, shared view of it and
 * may forget.
 */
@NullMarked
package dev.troupe.agents.shared;

import org.jspecify.annotations.NullMarked;
