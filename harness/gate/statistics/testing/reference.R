# What R says of the gate's statistics, for reference.test.ts. From the root of the repository, with R 4 (base only):
#
#   Rscript harness/gate/statistics/testing/reference.R > harness/gate/statistics/testing/reference.json
#
# Every number is printed with 17 digits, so that it is read back as the same double.

set.seed(20240229, kind = "Mersenne-Twister", normal.kind = "Inversion")

numbers <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ", "), "]")
text <- function(x) paste0('"', x, '"')
object <- function(...) {
  fields <- c(...)
  paste0("{ ", paste(sprintf('"%s": %s', names(fields), fields), collapse = ", "), " }")
}
array <- function(items) paste0("[\n    ", paste(items, collapse = ",\n    "), "\n  ]")

sizes <- c(6, 7, 10, 12, 15, 20, 24, 32)
levels <- c(0.8, 0.9, 0.95, 0.975, 0.99)
distributions <- list(
  normal = function(n) rnorm(n, 0.03, 0.06),
  uniform = function(n) runif(n, -1, 1.5),
  exponential = function(n) rexp(n) - 0.7,
  cauchy = function(n) rcauchy(n, 2),
  lognormal = function(n) rlnorm(n, 8, 1.5),
  far = function(n) 1e6 + rnorm(n)
)

# A sample without ties and zeros: for those alone is the test of R exact.
sample_of <- function(draw, n) {
  x <- draw(n)
  stopifnot(!anyDuplicated(abs(x)), all(x != 0))
  x
}

shifts <- c()
chances <- c()
for (name in names(distributions)) {
  for (n in sizes) {
    x <- sample_of(distributions[[name]], n)
    intervals <- c()
    for (level in levels) {
      # Asked for more than n pairs can give, R warns and takes the widest interval, as we do.
      test <- suppressWarnings(wilcox.test(x, conf.int = TRUE, exact = TRUE, conf.level = level))
      rank <- max(1, qsignrank((1 - level) / 2, n))
      intervals <- c(intervals, object(
        level = sprintf("%.17g", level),
        low = sprintf("%.17g", test$conf.int[1]),
        high = sprintf("%.17g", test$conf.int[2]),
        confidence = sprintf("%.17g", 1 - 2 * psignrank(rank - 1, n))
      ))
    }
    shifts <- c(shifts, object(
      distribution = text(name),
      values = numbers(x),
      estimate = sprintf("%.17g", unname(test$estimate)),
      intervals = paste0("[", paste(intervals, collapse = ", "), "]")
    ))
    # The one-sided test against bounds on both sides of the middle.
    bounds <- unname(test$estimate) + c(-1.5, -0.5, 0.01, 0.7) * mad(x)
    stopifnot(sapply(bounds, function(bound) !anyDuplicated(abs(x - bound)) && all(x != bound)))
    chances <- c(chances, object(
      values = numbers(x),
      bounds = numbers(bounds),
      chances = numbers(sapply(bounds, function(bound) {
        wilcox.test(x, mu = bound, alternative = "greater", exact = TRUE)$p.value
      }))
    ))
  }
}

quantile_shares <- c(0.0005, 0.001, 0.005, 0.0125, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.975, 1)
distribution_rows <- sapply(c(1, 2, 5, sizes, 40, 52), function(n) {
  at <- unique(round(seq(0, n * (n + 1) / 2, length.out = 40)))
  object(
    n = sprintf("%d", n),
    at = numbers(at),
    probabilities = numbers(psignrank(at, n)),
    shares = numbers(quantile_shares),
    quantiles = numbers(qsignrank(quantile_shares, n))
  )
})

families <- list(
  c(0.02),
  c(0.03, 0.01),
  c(0.01, 0.01, 0.01),                                # equal ones
  c(0.04, 0.001, 0.2, 0.012, 0.011, 0.9),
  c(0.5, 0.6, 0.7),                                   # at most 1
  psignrank(c(0, 0, 3, 9, 1, 40, 55, 20), 10),        # what ten pairs give
  runif(24),
  rbeta(24, 0.2, 4)
)
holm <- sapply(families, function(p) {
  object(chances = numbers(p), adjusted = numbers(p.adjust(p, method = "holm")))
})

cat("{\n")
cat('  "madeBy": ', text(R.version.string), ",\n", sep = "")
cat('  "shifts": ', array(shifts), ",\n", sep = "")
cat('  "chances": ', array(chances), ",\n", sep = "")
cat('  "distribution": ', array(distribution_rows), ",\n", sep = "")
cat('  "holm": ', array(holm), "\n", sep = "")
cat("}\n")
