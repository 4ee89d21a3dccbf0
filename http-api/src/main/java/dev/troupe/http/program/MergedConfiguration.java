package dev.troupe.http.program;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Files of one name that every jar brings, as the one file that they come to. */
final class MergedConfiguration {
  private static final Pattern LINE_OF_COMMENT = Pattern.compile("(?m)^[ \\t]*(#|//).*\\R?");

  private MergedConfiguration() {}

  /**
   * @param files the strongest first, as on a class path
   */
  static String of(List<String> files) {
    return files.reversed().stream()
        .map(MergedConfiguration::withoutComments)
        .collect(Collectors.joining("\n"));
  }

  /** Most of what there is to read. Where leaving them out would change anything, they stay. */
  private static String withoutComments(String file) {
    var shorter = LINE_OF_COMMENT.matcher(file).replaceAll("");
    return parsed(shorter).equals(parsed(file)) ? shorter : file;
  }

  private static Config parsed(String text) {
    return ConfigFactory.parseString(
        text, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF));
  }
}
