package dev.troupe.agents.tool.web;

import dev.troupe.agents.tool.ToolFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A URL that may be asked for, as far as that can be told before its name is resolved.
 *
 * @param isPrivate the configuration names this host and port: its addresses are not vetted
 */
record WebAddress(URI url, String host, int port, boolean isPrivate) {
  private static final int CHARACTERS = 2_048;
  private static final int NAME_CHARACTERS = 253;
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+");

  /** Some readers take a name whose last part is a number for an IPv4 address in disguise. */
  private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?(\\d+|0x[0-9a-f]*)");

  /**
   * @throws ToolFailure saying which rule refuses the URL
   */
  static WebAddress of(String text, WebRules rules) {
    var url = parse(text);
    var scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw refused(text, "its scheme is not https");
    }
    if (url.getRawUserInfo() != null) {
      throw refused(text, "it carries a user or password");
    }
    if (url.getHost() == null) {
      throw refused(
          text, "it names no host that can be read; write its full name, in ASCII (xn--...)");
    }
    var host = url.getHost().toLowerCase(Locale.ROOT);
    int standard = scheme.equals("https") ? WebRules.HTTPS_PORT : WebRules.HTTP_PORT;
    int port = url.getPort() == -1 ? standard : url.getPort();
    boolean isPrivate = rules.isPrivate(host, port);
    if (!isPrivate) {
      requirePublic(text, scheme, host, port, rules);
    }
    return new WebAddress(withoutFragment(url), host, port, isPrivate);
  }

  private static URI parse(String text) {
    if (text.length() > CHARACTERS) {
      throw new ToolFailure("The URL has more than %d characters".formatted(CHARACTERS));
    }
    try {
      return new URI(text.strip());
    } catch (URISyntaxException notUrl) {
      throw refused(text, "it is not a URL: " + notUrl.getReason());
    }
  }

  private static void requirePublic(
      String text, String scheme, String host, int port, WebRules rules) {
    if (!scheme.equals("https")) {
      throw refused(text, "its scheme is not https");
    }
    if (host.startsWith("[") || ENDS_IN_NUMBER.matcher(host).matches()) {
      throw refused(text, "its host is a number; name the host");
    }
    if (host.length() > NAME_CHARACTERS || !NAME.matcher(host).matches()) {
      throw refused(text, "its host is not a full name on the internet");
    }
    if (!rules.ports().contains(port)) {
      throw refused(text, "port %d is not one that may be used".formatted(port));
    }
    if (!rules.mayGoTo(host)) {
      throw refused(text, "%s is not among the hosts that may be used".formatted(host));
    }
  }

  /** Where an answer of this address sends on to. */
  WebAddress redirected(String location, WebRules rules) {
    try {
      return of(url.resolve(location).toString(), rules);
    } catch (IllegalArgumentException notUrl) {
      throw refused(location, "it is not a URL");
    }
  }

  private static URI withoutFragment(URI url) {
    var text = url.toASCIIString();
    int fragment = text.indexOf('#');
    return URI.create(fragment < 0 ? text : text.substring(0, fragment));
  }

  private static ToolFailure refused(String text, String why) {
    return new ToolFailure("\"%s\" is not fetched: %s".formatted(shortened(text), why));
  }

  private static String shortened(String text) {
    int shown = 200;
    return text.length() <= shown ? text : text.substring(0, shown) + "...";
  }
}
