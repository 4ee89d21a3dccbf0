package dev.troupe.agents.model.budget;

import dev.troupe.agents.Amounts;
import dev.troupe.agents.Charge;
import dev.troupe.agents.model.ModelFailure;
import dev.troupe.agents.model.ModelFailure.Kind;
import dev.troupe.agents.model.ModelGateway;
import dev.troupe.agents.model.ModelReply;
import dev.troupe.agents.model.budget.BudgetSettings.Period;
import dev.troupe.agents.model.limits.GatewayMetrics;
import dev.troupe.agents.model.price.Prices;
import dev.troupe.persistence.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a model only what budgets allow: the worst case is reserved before a call, what it took is
 * settled after it. Calls without a budget pass by.
 */
public final class BudgetedGateway implements ModelGateway {
  private static final Logger LOG = LoggerFactory.getLogger(BudgetedGateway.class);

  private final ModelGateway models;
  private final Accounts accounts;
  private final BudgetSettings settings;
  private final Prices prices;
  private final InstantSource clock;
  private final BudgetMeter meter;

  BudgetedGateway(
      ModelGateway models,
      Accounts accounts,
      BudgetSettings settings,
      Prices prices,
      InstantSource clock,
      BudgetMeter meter) {
    this.models = models;
    this.accounts = accounts;
    this.settings = settings;
    this.prices = prices;
    this.clock = clock;
    this.meter = meter;
  }

  /** The system must belong to a cluster, if only of itself. */
  public static BudgetedGateway start(
      ActorSystem<?> system,
      ModelGateway models,
      BudgetSettings settings,
      Prices prices,
      Store store) {
    settings.warnings().forEach(LOG::warn);
    var clock = InstantSource.system();
    var meter = new BudgetMeter();
    var accounts = Accounts.start(system, store.table(AccountActor.TABLE), meter, clock);
    return new BudgetedGateway(models, accounts, settings, prices, clock, meter);
  }

  @Override
  public CompletionStage<ModelReply> ask(Call call) {
    var claims = claims(call);
    if (claims.isEmpty()) {
      return models.ask(call);
    }
    var worst = WorstCase.of(call, prices, models::keepsPrompts, settings.bytesPerToken());
    return unpriced(claims, worst)
        .or(() -> outOfTime(call.charge()))
        .<CompletionStage<ModelReply>>map(CompletableFuture::failedFuture)
        .orElseGet(() -> budgeted(call, claims, worst));
  }

  private CompletionStage<ModelReply> budgeted(Call call, List<Claim> claims, WorstCase worst) {
    var end = end(call.charge());
    var bounded = end != null && end.isBefore(call.deadline()) ? call.until(end) : call;
    var asked =
        new BudgetedCall(
            models,
            accounts,
            clock,
            bounded,
            claims,
            worst,
            failure -> isTimeUp(failure, end) ? timeIsUp(call.charge()) : failure);
    asked.begin();
    return asked;
  }

  /** A call that the end of the task's time cut off was not too slow: there was too little time. */
  private boolean isTimeUp(Throwable failure, @Nullable Instant end) {
    return end != null
        && failure instanceof ModelFailure late
        && late.kind() == Kind.TIMEOUT
        && !clock.instant().isBefore(end);
  }

  /**
   * A task's time runs by the clock, not by its calls. Its own first: who waits for the tenant's
   * holds the own one only.
   */
  private List<Claim> claims(Call call) {
    var claims = new ArrayList<Claim>();
    var charge = call.charge();
    var tenant = call.prompt().tenant();
    if (charge != null && charge.budget().isBounded()) {
      claims.add(
          new Claim(
              new AccountId(tenant, charge.task()),
              charge.budget().untimed(),
              "",
              prices.currency(),
              charge.raises()));
    }
    settings
        .of(tenant)
        .filter(own -> own.budget().isBounded())
        .ifPresent(own -> claims.add(ofTenant(tenant, own, charge)));
    return claims;
  }

  private Claim ofTenant(String tenant, BudgetSettings.OfTenant own, @Nullable Charge charge) {
    var period = own.period().at(clock.instant());
    var raises = charge == null ? Map.<String, Amounts>of() : raises(charge, own.period(), period);
    return new Claim(AccountId.ofTenant(tenant), own.budget(), period, prices.currency(), raises);
  }

  /** A task may go on in a later period than that which people raised the budget in. */
  private static Map<String, Amounts> raises(Charge charge, Period kind, String period) {
    return charge.tenantRaises().entrySet().stream()
        .filter(raise -> {
          var at = raise.getValue().at();
          return at == null || kind.at(at).equals(period);
        })
        .collect(Collectors.toMap(Map.Entry::getKey, raise -> raise.getValue().by()));
  }

  private Optional<ModelFailure> unpriced(List<Claim> claims, WorstCase worst) {
    var countsMoney = claims.stream().anyMatch(claim -> claim.limits().nanos() != null);
    return countsMoney && !settings.isUnknownPriceIgnored() && !worst.unpriced().isEmpty()
        ? Optional.of(
            new ModelFailure(
                Kind.PRICE_UNKNOWN,
                "The price of %s is not known, and there is a budget of money; put it into the file of troupe.prices.file, or set troupe.budgets.unknown-price = ignore"
                    .formatted(String.join(", ", worst.unpriced()))))
        : Optional.empty();
  }

  /** When a task's time is over; null where it has no bound. */
  private static @Nullable Instant end(@Nullable Charge charge) {
    return charge == null ? null : charge.end();
  }

  private Optional<ModelFailure> outOfTime(@Nullable Charge charge) {
    var end = end(charge);
    return end == null || clock.instant().isBefore(end)
        ? Optional.empty()
        : Optional.of(timeIsUp(charge));
  }

  private static ModelFailure timeIsUp(@Nullable Charge charge) {
    return new ModelFailure(
        Kind.BUDGET_EXHAUSTED, "The task's time was over at %s".formatted(end(charge)));
  }

  @Override
  public Optional<String> rendered(Call call) {
    return models.rendered(call);
  }

  @Override
  public void unusable(Call call) {
    models.unusable(call);
  }

  @Override
  public Optional<String> faultOfModel(String model) {
    return models.faultOfModel(model);
  }

  @Override
  public String conventionalProvider(String model) {
    return models.conventionalProvider(model);
  }

  @Override
  public boolean keepsPrompts(String model) {
    return models.keepsPrompts(model);
  }

  @Override
  public GatewayMetrics metrics() {
    return models.metrics();
  }

  public BudgetMeter meter() {
    return meter;
  }
}
