#include <boost/test/unit_test.hpp>

#include "layers/batch_norm2d.h"
#include "layers/conv2d.h"
#include "layers/state_file.h"

using namespace mien;

namespace {

class Net : public Module {
 public:
  explicit Net(Index channels = 4)
      : conv(add<Conv2d>("conv", {.in_channels = 2, .out_channels = channels, .kernel = 3})),
        norm(add<BatchNorm2d>("norm", {.channels = channels})) {}
  Conv2d& conv;
  BatchNorm2d& norm;
};

SafetensorsFile saved(Net& net) {
  net.initialize(1);
  SafetensorsFile file;
  add_state(file, net);
  return file;
}

bool explains(const std::invalid_argument& error, const std::string& part) {
  return std::string(error.what()).find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(state_file)

BOOST_AUTO_TEST_CASE(what_was_saved_is_loaded) {
  Net a, b;
  const SafetensorsFile file = saved(a);
  BOOST_TEST(file.tensors.at("conv.weight").shape() == (Shape{4, 2, 3, 3}));
  b.initialize(2);
  load_state(b, file);
  const Tensor x = a.parameters()[0].variable.value(), y = b.parameters()[0].variable.value();
  BOOST_TEST(x.span<float>() == y.span<float>(), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(integer_bookkeeping_is_passed_over_by_name) {
  Net net;
  SafetensorsFile file = saved(net);
  file.tensors["norm.num_batches_tracked"] = zeros({}, DType::int64);
  BOOST_TEST(load_state(net, file) == std::vector<std::string>{"norm.num_batches_tracked"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_named_and_nothing_changes) {
  Net net, wide(8);
  SafetensorsFile file = saved(net);
  BOOST_CHECK_EXCEPTION(load_state(wide, file), std::invalid_argument, [](const auto& e) {
    return explains(e, "conv.weight should be [8, 2, 3, 3] but is [4, 2, 3, 3]");
  });
  file.tensors["extra.weight"] = zeros({1});
  BOOST_CHECK_EXCEPTION(load_state(net, file), std::invalid_argument,
                        [](const auto& e) { return explains(e, "extra.weight"); });
  load_state(net, file, {.allow_extra = true});
  file.tensors.erase("norm.bias");
  BOOST_CHECK_EXCEPTION(load_state(net, file, {.allow_extra = true}), std::invalid_argument,
                        [](const auto& e) { return explains(e, "lacks norm.bias"); });
}

BOOST_AUTO_TEST_SUITE_END()
