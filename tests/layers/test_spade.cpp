#include <boost/test/unit_test.hpp>

#include "layers/spade.h"

using namespace mien;

namespace {

// hidden: the label itself; gamma and beta: 2 h and 3 h + 1.
void set_weights(Module& spade) {
  for (const auto& [name, variable] : spade.parameters()) {
    Tensor values = variable.value();
    fill(values, name == "beta.bias" ? 1 : 0);
    const double middle = name == "hidden.weight"  ? 1
                          : name == "gamma.weight" ? 2
                          : name == "beta.weight"  ? 3
                                                   : 0;
    if (middle != 0) values.mutable_span<float>()[4] = static_cast<float>(middle);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(spade)

// Values 1 and 3 are normalised to -1 and 1; the labels say 0 and 1.
BOOST_AUTO_TEST_CASE(worked_example, *boost::unit_test::tolerance(1e-4f)) {
  const Variable x(tensor({1, 1, 2, 1}, {1, 3})), labels(tensor({1, 1, 2, 1}, {0, 1}));
  const auto run = [&](Spade::Shortcut shortcut) {
    Spade net({.channels = 1, .label_channels = 1, .hidden = 1, .shortcut = shortcut});
    set_weights(net);
    return net(x, labels).value();
  };
  const Tensor plain = run(Spade::Shortcut::none);
  BOOST_TEST(plain.span<float>()[0] == -1 * (1 + 0.f) + 1);
  BOOST_TEST(plain.span<float>()[1] == 1 * (1 + 2.f) + 4);
  BOOST_TEST(run(Spade::Shortcut::normalised).span<float>()[1] == 7 + 1.f);
  BOOST_TEST(run(Spade::Shortcut::input).span<float>()[1] == 7 + 3.f);
}

// 4 x 4 labels to 2 x 2: rows and columns 0 and 2.
BOOST_AUTO_TEST_CASE(labels_are_thinned_out) {
  std::vector<double> counting(16);
  for (std::size_t i = 0; i < 16; ++i) counting[i] = static_cast<double>(i);
  const Variable labels(tensor({1, 4, 4, 1}, counting));
  const Tensor few = every_nth_pixel(labels, 2, 2).value();
  BOOST_TEST(few.span<float>()[0] == 0);
  BOOST_TEST(few.span<float>()[1] == 2);
  BOOST_TEST(few.span<float>()[2] == 8);
  BOOST_TEST(few.span<float>()[3] == 10);
  BOOST_CHECK_EXCEPTION(every_nth_pixel(labels, 3, 3), std::invalid_argument, [](const auto& e) {
    return std::string(e.what()) ==
           "every_nth_pixel: labels should be [N, f 3, f 3, L], got [1, 4, 4, 1]";
  });
}

BOOST_AUTO_TEST_SUITE_END()
