package dev.troupe.agents.model;

/**
 * What went out to an endpoint for an answer.
 *
 * @param model {@code provider/model} as it was asked for; the one that answers may name itself
 *     otherwise
 * @param sha256 of the request's body, in hexadecimal
 */
public record Sent(String model, String sha256) {}
