package dev.troupe.supervisor.workflow;

/**
 * Whom a step's failure goes to instead of to Catch.
 *
 * @param afterAttempts the failed attempt from which on it does
 * @param request what people are asked, as {@code human:approval} is given it
 */
public record Escalation(int afterAttempts, Template request) {}
