package dev.troupe.agents.tool.web;

import java.util.Optional;

/** What a host answered: its body in whole, or as much of it as is read of any. */
final class WebAnswer {
  private static final int OK = 200;
  private static final int MULTIPLE_CHOICES = 300;
  private static final int BAD_REQUEST = 400;

  private final int status;
  private final Optional<String> contentType;
  private final Optional<String> location;
  private final byte[] body;
  private final boolean cut;

  /**
   * @param location where it sends on to
   * @param cut there is more than was read
   */
  WebAnswer(
      int status,
      Optional<String> contentType,
      Optional<String> location,
      byte[] body,
      boolean cut) {
    this.status = status;
    this.contentType = contentType;
    this.location = location;
    this.body = body.clone();
    this.cut = cut;
  }

  int status() {
    return status;
  }

  String contentType() {
    return contentType.orElse("");
  }

  byte[] body() {
    return body.clone();
  }

  boolean isCut() {
    return cut;
  }

  boolean succeeded() {
    return status >= OK && status < MULTIPLE_CHOICES;
  }

  /** Where to, if it sends on. */
  Optional<String> sendsOn() {
    return location.filter(_ -> status >= MULTIPLE_CHOICES && status < BAD_REQUEST);
  }
}
