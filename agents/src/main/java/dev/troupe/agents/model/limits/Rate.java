package dev.troupe.agents.model.limits;

import java.time.Duration;

/** At most so much in any stretch of time that is so long. */
record Rate(long most, Duration per) {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  static Rate perMinute(long most) {
    return new Rate(most, MINUTE);
  }

  /** Rounded down; where it would be less than one, one in a time that is longer instead. */
  Rate dividedBy(int members) {
    return most >= members
        ? new Rate(most / members, per)
        : new Rate(1, per.multipliedBy(members).dividedBy(most));
  }
}
