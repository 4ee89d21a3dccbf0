package dev.troupe.agents.model.limits;

/** What a try may have to wait for, by the name of its setting. */
public enum Limit {
  CALLS_AT_ONCE("calls-at-once"),
  REQUESTS_PER_MINUTE("requests-per-minute"),
  TOKENS_PER_MINUTE("tokens-per-minute");

  private final String setting;

  Limit(String setting) {
    this.setting = setting;
  }

  String setting() {
    return setting;
  }
}
