#include <boost/test/unit_test.hpp>
#include <cmath>

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/slice.h"
#include "cpu/context.h"
#include "models/style/johnson.h"
#include "models/style/load_style.h"
#include "models/style/microast.h"
#include "models/style/tensorflow_same.h"
#include "tensor/safetensors.h"
#include "tests/data/temporary_folder.h"

using namespace mien;

// Fixtures of networks of width 2 with random weights: see make_style_networks.py.
namespace {

const std::string kFolder = MIEN_SOURCE_DIR "/tests/fixtures/style/";

SafetensorsFile answer_of(const std::string& name) {
  return read_safetensors(kFolder + name + "_answer.safetensors");
}

// The picture of the MicroAST fixture is no 8-bit image, so it is shown to the network by hand.
std::unique_ptr<StyleNetwork> load_fixture(const std::string& name, DType dtype = DType::float32) {
  const std::string path = kFolder + name + ".safetensors";
  const bool arbitrary = name == "microast";
  auto network = load_style(path, arbitrary ? full({16, 16, 3}, 0, DType::uint8) : Tensor());
  network->to(dtype);
  if (arbitrary) {
    dynamic_cast<MicroAstNetwork&>(*network).set_picture(
        Variable(answer_of(name).tensors.at("picture").to(dtype)));
  }
  return network;
}

double largest_difference(const Tensor& a, const Tensor& b) {
  BOOST_REQUIRE(a.shape() == b.shape());
  double largest = 0;
  for (Index i = 0; i < a.numel(); ++i) {
    const double difference = std::abs(a.data<float>()[i] - b.data<float>()[i]);
    BOOST_REQUIRE(std::isfinite(difference));
    largest = std::max(largest, difference);
  }
  return largest;
}

std::string error_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return {};
}

// Loads a file made of the Johnson fixture by `change`, and returns the error.
std::string error_after(const std::function<void(SafetensorsFile&)>& change) {
  const TemporaryFolder folder;
  SafetensorsFile file = read_safetensors(kFolder + "johnson.safetensors");
  change(file);
  write_safetensors(folder / "odd.safetensors", file);
  const std::string error = error_of([&] { load_style(folder / "odd.safetensors"); });
  BOOST_TEST(error.find("odd.safetensors: ") != std::string::npos);
  return error;
}

const char* const kNetworks[] = {"johnson", "tensorflow_same", "microast"};

}  // namespace

BOOST_AUTO_TEST_SUITE(style_networks)

BOOST_AUTO_TEST_CASE(paint_as_pytorch_does) {
  for (const std::string name : kNetworks) {
    const auto answer = answer_of(name).tensors;
    const auto difference = [&](DType dtype) {
      const auto network = load_fixture(name, dtype);
      const Variable y = (*network)(Variable(answer.at("x").to(dtype)));
      return largest_difference(y.value().to(DType::float32), answer.at("y"));
    };
    BOOST_TEST(difference(DType::float64) < 1e-6, name);
    BOOST_TEST(difference(DType::float32) < 1e-4, name);  // normalising few pixels amplifies
  }
}

BOOST_AUTO_TEST_CASE(parameter_counts_at_the_published_widths) {
  BOOST_TEST(JohnsonNetwork(16, {}).parameter_count() == 424'899);
  BOOST_TEST(TensorflowSameNetwork(8, {}).parameter_count() == 108'777);
  BOOST_TEST(MicroAstNetwork(16, {}).parameter_count() == 471'987);
}

BOOST_AUTO_TEST_CASE(odd_sizes_are_continued_and_cut) {
  for (const std::string name : kNetworks) {
    const auto network = load_fixture(name);
    const Variable x = slice(slice(Variable(answer_of(name).tensors.at("x")), 1, 0, 43), 2, 0, 41);
    const Variable y = (*network)(x);
    BOOST_TEST(y.shape() == (Shape{1, 43, 41, 3}), name);
    for (const float value : y.value().span<float>()) BOOST_REQUIRE(std::abs(value) <= 1);
  }
}

BOOST_AUTO_TEST_CASE(images_of_a_batch_do_not_see_each_other) {
  for (const std::string name : kNetworks) {
    const auto network = load_fixture(name);
    const Variable x(answer_of(name).tensors.at("x"));
    const Variable both = (*network)(concat({x * 0.3, x}, 0));
    BOOST_TEST(largest_difference(both.value().slice(1, 2), (*network)(x).value()) < 1e-6, name);
  }
}

BOOST_AUTO_TEST_CASE(any_number_of_threads_paints_the_same_bits) {
  const int before = cpu::context().threads;
  for (const std::string name : kNetworks) {
    const auto network = load_fixture(name);
    const Variable x(answer_of(name).tensors.at("x"));
    cpu::set_threads(1);
    const Tensor one = (*network)(x).value();
    cpu::set_threads(3);
    BOOST_TEST(largest_difference(one, (*network)(x).value()) == 0, name);
  }
  cpu::set_threads(before);
}

BOOST_AUTO_TEST_CASE(loaded_networks_are_frozen) {
  const auto network = load_fixture("johnson");
  BOOST_TEST(!network->is_training());
  BOOST_TEST(!(*network)(Variable(answer_of("johnson").tensors.at("x"))).requires_grad());
}

BOOST_AUTO_TEST_CASE(other_files_are_refused) {
  const auto mentions = [](const std::string& error, const std::string& part) {
    BOOST_TEST_CONTEXT(error) BOOST_TEST((error.find(part) != std::string::npos));
  };
  mentions(error_after([](auto& file) {
             file.tensors = {{"features.0.weight", zeros({2})}};
           }),
           "expected the weights of a style network");
  mentions(error_after([](auto& file) { file.tensors.erase("res3.in1.bias"); }), "res3.in1.bias");
  mentions(error_after([](auto& file) { file.tensors["more"] = zeros({1}); }), "more");
  mentions(error_after([](auto& file) { file.tensors["conv1.weight"] = zeros({2}); }),
           "conv1.weight should be filters");
  mentions(error_after([](auto& file) {
             file.tensors["conv2.weight"] = zeros({4, 2, 5, 5});
           }),
           "conv2.weight should be");
  mentions(error_after([](auto& file) { file.metadata.erase("input"); }), "lacks \"input\"");
  mentions(error_after([](auto& file) { file.metadata["input"] = "HSV"; }), "got \"HSV\"");
}

BOOST_AUTO_TEST_CASE(pictures_go_with_networks_that_take_one) {
  const Tensor picture = full({16, 16, 3}, 9, DType::uint8);
  const auto load = [](const std::string& name, const Tensor& picture) {
    return error_of([&] { load_style(kFolder + name + ".safetensors", picture); });
  };
  BOOST_TEST(load("microast", picture) == "");
  BOOST_TEST((load("microast", {}).find("none was given") != std::string::npos));
  BOOST_TEST((load("johnson", picture).find("takes no picture") != std::string::npos));
  BOOST_TEST((load("microast", zeros({16, 15, 3})).find("at least 16") != std::string::npos));
  BOOST_CHECK_THROW(MicroAstNetwork(2, {})(Variable(zeros({1, 16, 16, 3}))), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(images_that_are_too_small_are_refused) {
  const auto network = load_fixture("johnson");
  BOOST_CHECK_THROW((*network)(Variable(zeros({1, 40, 60, 3}))), std::invalid_argument);
  BOOST_CHECK_THROW((*network)(Variable(zeros({1, 44, 44, 1}))), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
