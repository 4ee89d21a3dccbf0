package dev.troupe.agents.tool.web;

import com.typesafe.config.Config;
import dev.langchain4j.web.search.WebSearchEngine;
import dev.langchain4j.web.search.tavily.TavilyWebSearchEngine;
import dev.troupe.agents.tool.Tools;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** The tools that reach into the internet, as the configuration has them. */
public final class WebTools {
  public static final String FETCH_URL = "fetch_url";

  private WebTools() {}

  /**
   * {@code fetch_url}, and {@code web_search} if an engine is configured.
   *
   * @param config the system's whole configuration
   * @throws IllegalArgumentException naming the first setting that cannot be used
   */
  public static Tools of(Config config, InstantSource clock) {
    return of(config, new WebTransport(Resolver.OF_SYSTEM, WebTools::tls, clock), clock);
  }

  /**
   * As {@link #of(Config, InstantSource)}, without making anything.
   *
   * @throws IllegalArgumentException naming the first setting that cannot be used
   */
  public static void check(Config config) {
    FetchSettings.of(config);
    SearchSettings.of(config);
  }

  static Tools of(Config config, WebTransport transport, InstantSource clock) {
    var tools = Tools.NONE.with(new FetchUrl(FetchSettings.of(config), transport, clock));
    var search = SearchSettings.of(config);
    return search.engine().isEmpty()
        ? tools
        : tools.with(new WebSearch(engine(search, transport), search, clock));
  }

  /** The operator chose the engine's address, so it may be a private one. */
  private static WebSearchEngine engine(SearchSettings search, WebTransport transport) {
    var url = URI.create(search.baseUrl());
    int standard = "http".equals(url.getScheme()) ? WebRules.HTTP_PORT : WebRules.HTTPS_PORT;
    var place = url.getHost() + ":" + (url.getPort() == -1 ? standard : url.getPort());
    var rules = new WebRules(Set.of(), Set.of(), Set.of(place));
    return TavilyWebSearchEngine.builder()
        .httpClientBuilder(new EngineTransport(transport, rules, search.responseBytes()))
        .baseUrl(search.baseUrl())
        .apiKey(search.key())
        .timeout(search.timeout())
        .searchDepth("basic")
        .build();
  }

  private static SSLContext tls() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This JVM has no TLS", e);
    }
  }
}
