#include <boost/test/unit_test.hpp>
#include <cmath>

#include "autograd/engine.h"
#include "losses/adversarial.h"
#include "losses/margin_rule.h"

using namespace mien;

namespace {

// The logit at which D says p.
double logit(double p) { return std::log(p / (1 - p)); }

// D says 0.8 and 0.6 of two real images, 0.3 of one fake.
Variable logits() {
  return Variable(tensor({3, 1}, {logit(0.8), logit(0.6), logit(0.3)}, DType::float64));
}

double generator(double p, Adversary adversary) {
  return generator_loss(Variable(tensor({1, 1}, {logit(p)}, DType::float64)), adversary).item();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(adversarial, *boost::unit_test::tolerance(1e-13))

BOOST_AUTO_TEST_CASE(of_the_generator) {
  BOOST_TEST(generator(0.3, Adversary::non_saturating) == -std::log(0.3));
  BOOST_TEST(generator(0.3, Adversary::min_max) == std::log(0.7));
  BOOST_TEST(generator(0.3, Adversary::as_written) == std::log(0.3));
  BOOST_TEST(generator(0.3, Adversary::least_squares) == std::pow(logit(0.3) - 1, 2));
}

BOOST_AUTO_TEST_CASE(adversaries_have_the_names_of_their_enumerators) {
  BOOST_TEST((adversary_named("non_saturating") == Adversary::non_saturating));
  BOOST_TEST((adversary_named("min_max") == Adversary::min_max));
  BOOST_TEST((adversary_named("as_written") == Adversary::as_written));
  BOOST_TEST((adversary_named("least_squares") == Adversary::least_squares));
  BOOST_CHECK_THROW(adversary_named("minmax"), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(of_the_discriminator_is_one_mean_over_the_batch) {
  const double loss = discriminator_loss(logits(), 2).item();
  BOOST_TEST(loss == -(std::log(0.8) + std::log(0.6) + std::log(0.7)) / 3);
}

BOOST_AUTO_TEST_CASE(smoothed_targets_and_least_squares) {
  const double smooth = discriminator_loss(logits(), 2, {.real = 0.9}).item();
  const double cross = 0.9 * std::log(0.48) + 0.1 * std::log(0.08) + std::log(0.7);
  BOOST_TEST(smooth == -cross / 3);
  const double squares = discriminator_loss(logits(), 2, {.least_squares = true}).item();
  BOOST_TEST(squares ==
             (std::pow(logit(0.8) - 1, 2) + std::pow(logit(0.6) - 1, 2) + std::pow(logit(0.3), 2)) /
                 3);
}

// Two real ones and one fake by themselves: each half has its own average.
BOOST_AUTO_TEST_CASE(halves_of_different_size) {
  const Variable real(logits().value().slice(0, 2)), fake(logits().value().slice(2, 3));
  const double of_real = -(std::log(0.8) + std::log(0.6)) / 2, of_fake = -std::log(0.7);
  BOOST_TEST(discriminator_loss(real, fake).item() == (of_real + of_fake) / 2);
  const double squares = discriminator_loss(fake, fake, {.least_squares = true}).item();
  BOOST_TEST(squares == (std::pow(logit(0.3) - 1, 2) + std::pow(logit(0.3), 2)) / 2);
}

BOOST_AUTO_TEST_CASE(errors_are_means_over_each_part) {
  const DiscriminatorErrors errors = discriminator_errors(logits(), 2);
  BOOST_TEST(errors.real.item() == -(std::log(0.8) + std::log(0.6)) / 2);
  BOOST_TEST(errors.fake.item() == -std::log(0.7));
  const UpdateGates gates = margin_rule(errors.real, errors.fake, 0.36);
  BOOST_TEST(gates.discriminator.item() == 0, "0.357 < 0.36: the discriminator waits");
  BOOST_TEST(gates.generator.item() == 1);
}

BOOST_AUTO_TEST_CASE(extreme_logits_stay_finite) {
  const Variable z = parameter(tensor({2, 1}, {-1000, 1000}));
  const Variable loss = discriminator_loss(z, 1);
  BOOST_TEST(loss.item() == 1000);
  backward(loss);
  BOOST_TEST(z.grad().value().data<float>()[0] == -0.5);
  BOOST_TEST(z.grad().value().data<float>()[1] == 0.5);
}

BOOST_AUTO_TEST_CASE(bad_counts_are_refused) {
  BOOST_CHECK_THROW(discriminator_loss(logits(), 4), std::invalid_argument);
  BOOST_CHECK_THROW(discriminator_loss(logits(), -1), std::invalid_argument);
  BOOST_CHECK_THROW(discriminator_errors(logits(), 3), std::invalid_argument);
  BOOST_CHECK_THROW(discriminator_errors(Variable(zeros({})), 1), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
