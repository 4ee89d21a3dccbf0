package dev.troupe.supervisor;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The settings under {@code troupe.team}, for workflow {@code team}; troupe-supervisor.conf says
 * what each is for.
 *
 * @param turns how often the router may choose
 * @param stallTurns so many turns in a row that bring nothing are the router's last
 * @param roles whom it may choose, each with what it is told of them
 */
public record TeamSettings(int turns, int stallTurns, SortedMap<String, String> roles) {
  private static final String PATH = "troupe.team";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final int TURNS_AT_MOST = 200;

  /**
   * @param config the system's whole configuration
   * @throws ConfigException naming the setting that is wrong
   */
  public static TeamSettings from(Config config) {
    var team = config.getConfig(PATH);
    return new TeamSettings(
        within(team, "turns", TURNS_AT_MOST),
        within(team, "stall-turns", TURNS_AT_MOST),
        roles(team.getConfig("roles")));
  }

  private static int within(Config team, String name, int atMost) {
    var value = team.getInt(name);
    if (value < 1 || value > atMost) {
      throw fault(team, name, "it must be from 1 to %d".formatted(atMost));
    }
    return value;
  }

  private static SortedMap<String, String> roles(Config roles) {
    SortedMap<String, String> allowed = new TreeMap<>();
    for (var name : roles.root().keySet()) {
      var does = roles.getString("\"%s\"".formatted(name)).strip();
      if (!does.isEmpty()) {
        allowed.put(checked(roles, name), does);
      }
    }
    return allowed;
  }

  private static String checked(Config roles, String name) {
    if (!NAME.matcher(name).matches()) {
      throw fault(roles, "roles." + name, "a role's name must match [a-z][a-z0-9-]{0,31}");
    }
    if (name.equals("router") || name.equals("done")) {
      throw fault(
          roles, "roles." + name, "the router cannot choose itself, and 'done' is how it ends");
    }
    return name;
  }

  private static ConfigException fault(Config at, String name, String what) {
    return new ConfigException.BadValue(at.origin(), PATH + "." + name, what);
  }
}
