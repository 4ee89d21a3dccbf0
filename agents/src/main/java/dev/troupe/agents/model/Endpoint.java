package dev.troupe.agents.model;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a call goes, and whether the provider's key may go with it.
 *
 * @param baseUrl mostly ends in a version, for instance {@code https://api.openai.com/v1}
 * @param apiKey only for the provider's own origin: a role's endpoint may be anybody's
 */
record Endpoint(URI baseUrl, Optional<ApiKey> apiKey) {
  private static final Pattern VERSION = Pattern.compile(".*/v\\d+[a-z0-9]*");

  /** Empty if neither the role nor the provider names a URL. */
  static Optional<Endpoint> of(ProviderSettings provider, Optional<URI> ofRole) {
    return ofRole
        .or(provider::baseUrl)
        .map(url ->
            new Endpoint(
                url,
                provider
                    .apiKey()
                    .filter(
                        _ -> provider.baseUrl().filter(own -> sameOrigin(own, url)).isPresent())));
  }

  /**
   * @param version added where the URL ends in none; may be empty
   * @param setting for the message
   */
  static URI parse(String url, String version, String setting) {
    var trimmed = url.strip().replaceAll("/+$", "");
    try {
      var parsed = URI.create(VERSION.matcher(trimmed).matches() ? trimmed : trimmed + version);
      boolean http = "http".equals(parsed.getScheme()) || "https".equals(parsed.getScheme());
      if (http && parsed.getHost() != null && parsed.getUserInfo() == null) {
        return parsed;
      }
    } catch (IllegalArgumentException notUrl) {
      // Refused below, like every other text that is no endpoint.
    }
    throw new IllegalArgumentException(
        "%s: \"%s\" is not an endpoint; write http(s)://HOST[:PORT][/PATH], without a user or password"
            .formatted(setting, url));
  }

  private static boolean sameOrigin(URI one, URI other) {
    return Objects.equals(one.getScheme(), other.getScheme())
        && Objects.equals(one.getHost(), other.getHost())
        && one.getPort() == other.getPort();
  }
}
